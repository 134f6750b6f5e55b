import { useId } from 'react';
import styles from './Cover.module.css';
import { cover } from './cover';
import { NamedIcon } from './NamedIcon';

interface Props {
  /** What the drawn picture grows from. */
  id: string;
  image?: string | null;
  icon?: string | null;
  dimmed?: boolean;
  children?: React.ReactNode;
}

/** A picture, or the hallway drawn from the id with the icon standing in its light. Decoration for screen readers. */
export function Cover({ id, image, icon, dimmed = false, children }: Props) {
  return (
    <div className={styles.cover} data-dimmed={dimmed || undefined}>
      {image ? <img className={styles.picture} src={image} alt="" loading="lazy" /> : <Drawn id={id} icon={icon} />}
      {children && <div className={styles.tag}>{children}</div>}
    </div>
  );
}

function Drawn({ id, icon }: { id: string; icon?: string | null }) {
  const art = cover(id);
  const [door, halo, floor] = [useId(), useId(), useId()];
  return (
    <>
      <svg className={styles.picture} viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <defs>
          <linearGradient id={door} x2="0" y2="1">
            <stop stopColor="#ffe2a8" />
            <stop offset="1" stopColor="#fff6df" />
          </linearGradient>
          <radialGradient id={halo}>
            <stop stopColor="#ffe2a8" stopOpacity=".75" />
            <stop offset="1" stopColor="#ffe2a8" stopOpacity="0" />
          </radialGradient>
          <linearGradient id={floor} x2="0" y2="1">
            <stop stopColor="#fff1d0" stopOpacity=".8" />
            <stop offset="1" stopColor="#fff1d0" stopOpacity=".05" />
          </linearGradient>
        </defs>
        <path fill={art.wall} d="M0 0h320v180H0z" />
        {art.frames.map((frame) => (
          <path key={frame.path} fill={frame.fill} d={frame.path} />
        ))}
        <circle cx={art.light.x} cy={art.light.y} r="86" fill={`url(#${halo})`} />
        <path fill={`url(#${door})`} d={art.light.path} />
        <path fill={`url(#${floor})`} d={art.light.spill} />
      </svg>
      {icon && (
        <span className={styles.glyph} style={{ insetInlineStart: `${art.lightX * 100}%` }}>
          <NamedIcon name={icon} size={34} />
        </span>
      )}
    </>
  );
}
