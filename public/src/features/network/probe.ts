import { Room, RoomEvent } from 'livekit-client';
import { beginNetworkTest } from '../../api/network';
import type { Found, Way } from './verdict';

type Tell = (way: Way, found: Found) => void;
type Server = Awaited<ReturnType<typeof beginNetworkTest>>['servers'][number];

/** How long media gets to come back by another way. LiveKit itself gives a connection 15 s. */
const SWITCH_MS = 15_000;

/** Tries the ways to one video server, one after the other, and tells of each as soon as it is known. */
export async function probe(server: Server, tell: Tell): Promise<void> {
  const room = new Room();
  try {
    const offered = await tryDirect(room, server, tell);
    if (offered) await tryRelay(offered, server.url, tell);
  } finally {
    await room.disconnect();
  }
}

/** Signalling, then media as it comes, then media by TCP. The relays the server offers; null: it was not reached at all. */
async function tryDirect(room: Room, { url, token }: Server, tell: Tell): Promise<string[] | null> {
  tell('websocket', { state: 'trying' });
  const begun = performance.now();
  let offered: string[] | null = null;
  room.once(RoomEvent.SignalConnected, () => {
    // Taken now: after a connection that failed LiveKit has nothing left to ask.
    offered = room.engine.latestJoinResponse?.iceServers.flatMap((server) => server.urls) ?? [];
    tell('websocket', { state: 'open', ms: Math.round(performance.now() - begun) });
    tell('udp', { state: 'trying' });
  });
  try {
    await room.connect(url, token, { maxRetries: 0 });
  } catch (error) {
    const shut = { state: 'shut', note: said(error) } as const;
    if (offered) for (const way of ['udp', 'tcp'] as const) tell(way, shut);
    else tell('websocket', shut);
    return offered;
  }
  const first = await pathOf(room);
  if (first?.protocol === 'tcp') {
    tell('udp', { state: 'shut', note: 'media came by TCP' });
    tell('tcp', first.found);
    return offered;
  }
  tell('udp', first?.found ?? { state: 'shut', note: 'no path' });
  tell('tcp', { state: 'trying' });
  try {
    const back = new Promise<void>((resolve, reject) => {
      room.once(RoomEvent.Reconnected, resolve);
      room.once(RoomEvent.Disconnected, () => reject(new Error('disconnected')));
      setTimeout(() => reject(new Error('timed out')), SWITCH_MS);
    });
    await Promise.all([room.simulateScenario('force-tcp'), back]);
    const second = await pathOf(room);
    tell('tcp', second?.protocol === 'tcp' ? second.found : { state: 'shut', note: 'no path' });
  } catch (error) {
    tell('tcp', { state: 'shut', note: said(error) });
  }
  return offered;
}

/** Media through TURN only, if the server offers one. */
async function tryRelay(offered: string[], url: string, tell: Tell) {
  if (!offered.some((address) => /^turns?:/.test(address))) return tell('turn', { state: 'not_offered' });
  tell('turn', { state: 'trying' });
  const room = new Room();
  try {
    // The first token may be too old by now.
    const { servers } = await beginNetworkTest();
    const token = servers.find((server) => server.url === url)?.token ?? '';
    await room.connect(url, token, { maxRetries: 0, rtcConfig: { iceTransportPolicy: 'relay' } });
    tell('turn', (await pathOf(room))?.found ?? { state: 'shut', note: 'no path' });
  } catch (error) {
    tell('turn', { state: 'shut', note: said(error) });
  } finally {
    await room.disconnect();
  }
}

interface Path {
  protocol: string;
  found: Found;
}

/** The pair of addresses that media takes, by the browser's own statistics. */
async function pathOf(room: Room): Promise<Path | null> {
  const { publisher, subscriber } = room.engine?.pcManager ?? {};
  for (const transport of [publisher, subscriber]) {
    const stats = [...((await transport?.getStats())?.values() ?? [])];
    const named = (id: unknown) => stats.find((one) => one.id === id);
    const selected = stats.find((one) => one.type === 'transport')?.selectedCandidatePairId;
    const pair = named(selected) ?? stats.find((one) => one.type === 'candidate-pair' && one.nominated);
    const [mine, theirs] = [named(pair?.localCandidateId), named(pair?.remoteCandidateId)];
    if (!pair || !mine || !theirs) continue;
    const ms = Math.round((pair.currentRoundTripTime ?? 0) * 1000);
    const by = mine.candidateType === 'relay' ? ` by ${mine.relayProtocol ?? 'relay'}` : '';
    const note = `${theirs.address ?? theirs.ip}:${theirs.port}${by}`;
    return { protocol: mine.protocol, found: { state: 'open', ms, note } };
  }
  return null;
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
