import styles from './Chips.module.css';

interface Props<V extends string> {
  label: string;
  /** The one, or all, that are pressed. */
  value: V | readonly V[];
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}

/** One of a few, or some of them, each in its own button. */
export function Chips<V extends string>({ label, value, options, onChange }: Props<V>) {
  const pressed: readonly string[] = typeof value === 'string' ? [value] : value;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form; these are buttons that filter
    <div role="group" aria-label={label} className={styles.chips}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles.chip}
          aria-pressed={pressed.includes(option.value)}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
