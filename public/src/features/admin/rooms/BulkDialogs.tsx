import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../../api/admin/groups';
import type { Attendee } from '../../../api/admin/types';
import { GroupPicker } from '../room/GroupPicker';
import { PeoplePicker } from '../room/PeoplePicker';
import { MODERATORS } from '../room/values';
import { Chips, Dialog, useEvent } from '../shell';
import type { Change } from './undo';

interface Props {
  count: number;
  onChange: (change: Change) => Promise<boolean>;
  onClose: () => void;
}

/** Adds people to the moderators of many rooms, or takes them away. */
export function BulkModerators({ count, onChange, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const [people, setPeople] = useState<Pick<Attendee, 'id' | 'name' | 'email' | 'avatar'>[]>([]);
  const [way, setWay] = useState('add');
  const [wrong, setWrong] = useState(false);
  const { busy, run } = useBusy(onChange, onClose);
  const submit = () => {
    const ids = people.map(({ id }) => id);
    if (ids.length === 0) setWrong(true);
    else run(way === 'add' ? { add_moderators: ids } : { remove_moderators: ids });
  };
  return (
    <Dialog
      title={t('moderators.title', { count })}
      lead={t('moderators.lead')}
      action={way === 'add' ? t('moderators.add') : t('moderators.remove')}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <Chips
        label={t('moderators.title', { count })}
        value={way}
        onChange={setWay}
        options={[
          { value: 'add', label: t('moderators.add') },
          { value: 'remove', label: t('moderators.remove') },
        ]}
      />
      <PeoplePicker
        label={t('moderators.who')}
        people={people}
        limit={MODERATORS}
        onChange={(next) => {
          setPeople(next);
          setWrong(false);
        }}
        error={wrong && t('moderators.required')}
      />
    </Dialog>
  );
}

/** Limits many rooms to the same groups. */
export function BulkGroups({ count, onChange, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const event = useEvent();
  const groups = useQuery(groupsQuery(event.id)).data ?? [];
  const [ids, setIds] = useState<string[]>([]);
  const { busy, run } = useBusy(onChange, onClose);
  return (
    <Dialog
      title={t('groups.title', { count })}
      lead={t('groups.lead')}
      action={t('room.save')}
      busy={busy}
      onSubmit={() => run({ groups: ids })}
      onClose={onClose}
    >
      <GroupPicker label={t('room.groups')} groups={groups} ids={ids} onChange={setIds} />
    </Dialog>
  );
}

function useBusy(onChange: Props['onChange'], onClose: () => void) {
  const [busy, setBusy] = useState(false);
  const run = (change: Change) => {
    setBusy(true);
    void onChange(change).then((done) => {
      setBusy(false);
      if (done) onClose();
    });
  };
  return { busy, run };
}
