import { answer, client } from './client';

/** Trades the secret of a personal link for the session cookie. */
export const openSession = (link: string) => answer(client.POST('/api/v1/sessions', { body: { link } }));
