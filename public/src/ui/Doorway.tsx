import { hash } from './cover';
import styles from './Doorway.module.css';
import { initials } from './initials';

/** Pairs of light above and below, told apart by the person's id. */
const LIGHTS = [
  ['#ffe1ad', '#f3b877'],
  ['#ffd9a8', '#e59a63'],
  ['#cfe6ea', '#7fb3bd'],
  ['#f3d9f0', '#c793c6'],
  ['#d2eee0', '#7dbd9c'],
  ['#cdebe8', '#6fb3ae'],
  ['#d9e2f2', '#8fa6d0'],
  ['#e6efc8', '#a9bd68'],
  ['#ffd6cc', '#e08873'],
  ['#ffdbe4', '#db8ea3'],
] as const;

export const lightOf = (id: string) => LIGHTS[hash(id) % LIGHTS.length] ?? LIGHTS[0];

interface Props {
  id: string;
  name: string;
  image?: string | null;
  /** Width in CSS pixels or any CSS length. */
  size?: number | string;
}

/** A person in a doorway: round above, square below. Always beside the name, so hidden from screen readers. */
export function Doorway({ id, name, image, size = 32 }: Props) {
  const [above, below] = lightOf(id);
  const style = { '--s': typeof size === 'number' ? `${size}px` : size, '--above': above, '--below': below };
  return (
    <span className={styles.doorway} style={style as React.CSSProperties} aria-hidden="true">
      {image ? <img src={image} alt="" /> : initials(name)}
    </span>
  );
}
