import styles from './Seats.module.css';

interface Props {
  taken: number;
  limit: number;
  /** A second kind of seat, drawn as diamonds after the doors. */
  extra?: { taken: number; limit: number };
}

/** A row of small doors, filled when taken. Always beside "7 of 13", so hidden from screen readers. */
export function Seats({ taken, limit, extra }: Props) {
  return (
    <span className={styles.seats} aria-hidden="true">
      {marks(taken, limit).map((mark) => (
        <i key={mark.key} data-taken={mark.taken || undefined} />
      ))}
      {extra && extra.limit > 0 && (
        <span className={styles.extra}>
          {marks(extra.taken, extra.limit).map((mark) => (
            <i key={mark.key} data-taken={mark.taken || undefined} />
          ))}
        </span>
      )}
    </span>
  );
}

const marks = (taken: number, limit: number) =>
  Array.from({ length: limit }, (_, at) => ({ key: `seat-${at}`, taken: at < taken }));
