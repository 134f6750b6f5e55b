import { useId, useState } from 'react';
import { Dialog } from '../shell';
import styles from './Rooms.module.css';

interface Props<T extends string> {
  title: string;
  text: string;
  action: string;
  options: { value: T; label: string; text: string }[];
  onChoose: (value: T) => void;
  onClose: () => void;
}

/** Asks which of a few ways, each with what it means. The gentlest stands first and is chosen. */
export function Choice<T extends string>({ title, text, action, options, onChoose, onClose }: Props<T>) {
  const group = useId();
  const [value, setValue] = useState(options[0]?.value);
  return (
    <Dialog
      title={title}
      lead={text}
      action={action}
      size={460}
      onSubmit={() => value && onChoose(value)}
      onClose={onClose}
    >
      <fieldset className={styles.options} aria-label={title}>
        {options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              name={group}
              checked={option.value === value}
              data-autofocus={option.value === value || undefined}
              onChange={() => setValue(option.value)}
            />
            <span>
              {option.label}
              <small>{option.text}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
