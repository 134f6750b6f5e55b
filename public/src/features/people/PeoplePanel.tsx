import type { PersonHere } from '../../api/live';
import type { Room } from '../../api/types';

interface Props {
  room: Room;
  people: PersonHere[];
  meId: string;
  moderates: boolean;
}

/** Stands in until the panel is there. */
export function PeoplePanel({ people }: Props) {
  return (
    <ul>
      {people.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </ul>
  );
}
