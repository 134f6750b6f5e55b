import styles from './Table.module.css';

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => React.ReactNode;
  /** The main cell stands over the others when rows become cards; an action stands in their corner. */
  as?: 'main' | 'action';
}

interface Props<Row> {
  /** What it lists, for who does not see it. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  id: (row: Row) => string;
}

// Written out: as cards the rows are no longer displayed as a table, and would not be told as one.
const ROLE = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

/** Rows of 62 px; on a phone each becomes a card. */
export function Table<Row>({ label, columns, rows, id }: Props<Row>) {
  return (
    <div className={styles.frame}>
      <table className={styles.table} aria-label={label} {...ROLE.table}>
        <thead {...ROLE.group}>
          <tr {...ROLE.row}>
            {columns.map(({ key, head, as }) => (
              <th key={key} scope="col" data-as={as} {...ROLE.head}>
                {as === 'action' ? <span className="sr-only">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLE.group}>
          {rows.map((row) => (
            <tr key={id(row)} {...ROLE.row}>
              {columns.map(({ key, head, cell, as }) => (
                <td key={key} data-as={as} data-head={head} {...ROLE.cell}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A name with a line under it, and what stands before it. The name opens the thing where it can be opened. */
export function MainCell({ before, name, sub, onOpen }: MainProps) {
  return (
    <div className={styles.main}>
      {before}
      <div>
        {onOpen ? (
          <button type="button" className={styles.open} onClick={onOpen} dir="auto">
            {name}
          </button>
        ) : (
          <b dir="auto">{name}</b>
        )}
        {sub && <small dir="auto">{sub}</small>}
      </div>
    </div>
  );
}
interface MainProps {
  before?: React.ReactNode;
  name: string;
  sub?: React.ReactNode;
  onOpen?: () => void;
}

/** Words beside each other that wrap. */
export function Tags({ children }: { children: React.ReactNode }) {
  return <div className={styles.tags}>{children}</div>;
}
