import { answer, client } from './client';

/** Where to try the way to the video servers, with fresh tokens (a minute each). */
export const beginNetworkTest = () => answer(client.POST('/api/v1/network-tests'));
