import i18next from 'i18next';
import { serverNow } from '../../api/clock';
import type { Connection } from '../../api/live';
import { moment } from '../../i18n/format';
import { toasts } from '../../ui/toast/toasts';
import type { Failure } from './logic';
import { Connections } from './store';

/** Long enough to be read and thought about; after that the badge and the page have it. */
const ASKED_MS = 20_000;

/** The one book of this tab; requests and answers are told wherever in the app the person is. */
export const connections: Connections = new Connections({
  onAsked: (connection) => {
    const { name } = connection.person;
    const id = toasts.show({
      text: i18next.t('connections.asks', { name }),
      lasts: ASKED_MS,
      other: {
        label: i18next.t('connections.decline'),
        says: i18next.t('connections.decline_of', { name }),
        run: () => void answering(connection, 'decline'),
      },
      action: {
        label: i18next.t('connections.accept'),
        says: i18next.t('connections.accept_of', { name }),
        run: () => void answering(connection, 'accept'),
      },
    });
    return () => toasts.close(id);
  },
  onAccepted: ({ person }) => void toasts.show({ text: i18next.t('connections.accepted', { name: person.name }) }),
  now: serverNow,
});

/** From a toast: what came of it needs another one. */
async function answering(connection: Connection, verb: 'accept' | 'decline') {
  const { id, name } = connection.person;
  if (await connections[verb](connection)) {
    if (verb === 'accept') toasts.show({ text: i18next.t('connections.now_connected', { name }) });
    return;
  }
  const failure = connections.snapshot().failed.get(id);
  if (!failure) return;
  toasts.show({
    text: failureText(failure, name),
    tone: 'danger',
    action: { label: i18next.t('connections.retry'), run: () => void answering(connection, verb) },
  });
}

/** What happened and what to do, in the person's language. */
export function failureText({ what, when }: Failure, name: string): string {
  const { t, language } = i18next;
  if (when === null) return t(`connections.failed.${what}`, { name });
  const at = moment(language, new Date(when), new Date(serverNow()));
  return t(`connections.failed.${what === 'declined' ? 'declined_until' : 'limit_until'}`, { name, when: at });
}
