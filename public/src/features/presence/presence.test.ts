import { beforeEach, describe, expect, it, vi } from 'vitest';
import golden from '../../../../tests/golden/person_frames.json';
import { aBan } from '../removal/samples';
import { Presence, removalFrom, socketAddress, wasLifted } from './presence';

class Wire {
  static last: Wire;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: string) {
    Wire.last = this;
  }
  send() {}
  close() {}
  say(frame: unknown) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const told = { onRemoved: vi.fn(), onLifted: vi.fn(), onDoubt: vi.fn() };
let clock = 0;
const aPresence = () => {
  const presence = new Presence({
    url: () => 'wss://hallway.example/api/v1/me/socket',
    WebSocket: Wire as unknown as typeof WebSocket,
    now: () => clock,
    ...told,
  });
  presence.open();
  return presence;
};
beforeEach(() => {
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined });
  for (const listener of Object.values(told)) listener.mockClear();
  clock = 0;
});

describe('removals', () => {
  it('are told, unless this tab shows the room', () => {
    const presence = aPresence();
    Wire.last.say({ type: 'removed', ban: aBan() });
    expect(told.onRemoved).toHaveBeenCalledExactlyOnceWith(aBan());
    const hide = presence.show('room_1');
    const hideAgain = presence.show('room_1');
    hide();
    Wire.last.say({ type: 'removed', ban: aBan({ id: 'ban_2' }) });
    expect(told.onRemoved).toHaveBeenCalledTimes(1);
    hideAgain();
    Wire.last.say({ type: 'removed', ban: aBan({ id: 'ban_3' }) });
    expect(told.onRemoved).toHaveBeenCalledTimes(2);
    presence.close();
  });

  it('of the whole event are told by whatever room is shown', () => {
    const presence = aPresence();
    const hide = presence.show('room_9');
    Wire.last.say({ type: 'removed', ban: aBan() });
    expect(told.onRemoved).toHaveBeenCalledTimes(1);
    Wire.last.say({ type: 'removed', ban: aBan({ scope: 'event', room: null }) });
    expect(told.onRemoved).toHaveBeenCalledTimes(1);
    hide();
    presence.close();
  });

  // The server names the room where a wide ban was made, too.
  const made = { id: 'room_x', name: 'Where it was made' };

  it('of a feature are told where they may not reach the room that is shown', () => {
    const presence = aPresence();
    const elsewhere = vi.fn();
    const hide = presence.show('room_9', elsewhere);
    const ban = aBan({ scope: 'feature', room: made });
    Wire.last.say({ type: 'removed', ban });
    expect(told.onRemoved).toHaveBeenCalledExactlyOnceWith(ban);
    expect(elsewhere).not.toHaveBeenCalled();
    hide();
    presence.close();
  });

  it('end the stay in the room they reach', () => {
    const presence = aPresence();
    const heard = vi.fn();
    const hide = presence.show('room_1', heard);
    Wire.last.say({ type: 'removed', ban: aBan({ id: 'other', room: made }) });
    expect(heard).not.toHaveBeenCalled();
    const event = aBan({ id: 'event', scope: 'event', room: made });
    for (const ban of [aBan(), event]) {
      Wire.last.say({ type: 'removed', ban });
      expect(heard).toHaveBeenLastCalledWith(ban);
    }
    hide();
    Wire.last.say({ type: 'removed', ban: aBan() });
    expect(heard).toHaveBeenCalledTimes(2);
    presence.close();
  });

  it.each(['feature', 'event'] as const)('of a whole %s are known in every room, and lifted in every room', (scope) => {
    const presence = aPresence();
    Wire.last.say({ type: 'removed', ban: aBan({ id: 'wide', scope, room: made }) });
    expect(removalFrom(presence.snapshot(), 'room_2')?.id).toBe('wide');
    expect(wasLifted(presence.snapshot(), { id: null, scope }, 'room_2')).toBe(false);
    Wire.last.say({ type: 'ban_lifted', ban: 'wide', room: made });
    expect(told.onLifted).toHaveBeenCalledExactlyOnceWith('wide', null);
    expect(wasLifted(presence.snapshot(), { id: null, scope }, 'room_2')).toBe(true);
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_x')).toBe(false);
    presence.close();
  });

  it('that came before this tab was open are lifted as far as they may have reached', () => {
    const presence = aPresence();
    Wire.last.say({ type: 'ban_lifted', ban: 'unheard', room: made });
    expect(told.onLifted).toHaveBeenCalledExactlyOnceWith('unheard', made);
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_x')).toBe(true);
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'feature' }, 'room_2')).toBe(true);
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_2')).toBe(false);
    presence.close();
  });

  it('refused after a lift are others: that lift does not open the door', () => {
    const presence = aPresence();
    Wire.last.say({ type: 'removed', ban: aBan() });
    Wire.last.say({ type: 'ban_lifted', ban: 'ban_1', room: { id: 'room_1', name: 'Lobby' } });
    presence.refused('room_1');
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_1')).toBe(false);
    expect(wasLifted(presence.snapshot(), { id: 'ban_1', scope: 'room' }, 'room_1')).toBe(true);
    presence.close();
  });

  it('are known by room, the wider one if it is newer', () => {
    const presence = aPresence();
    Wire.last.say({ type: 'removed', ban: aBan() });
    expect(removalFrom(presence.snapshot(), 'room_1')?.id).toBe('ban_1');
    expect(removalFrom(presence.snapshot(), 'room_2')).toBeNull();
    Wire.last.say({
      type: 'removed',
      ban: aBan({ id: 'wide', scope: 'event', room: null, created_at: '2026-09-14T12:25:00Z' }),
    });
    expect(removalFrom(presence.snapshot(), 'room_1')?.id).toBe('wide');
    expect(removalFrom(presence.snapshot(), 'room_2')?.id).toBe('wide');
    presence.close();
  });

  it('are lifted by id, or by room where no id is known, until the next one', () => {
    const presence = aPresence();
    Wire.last.say({ type: 'removed', ban: aBan() });
    Wire.last.say({ type: 'ban_lifted', ban: 'ban_1', room: { id: 'room_1', name: 'Lobby' } });
    expect(told.onLifted).toHaveBeenCalledExactlyOnceWith('ban_1', { id: 'room_1', name: 'Lobby' });
    const hide = presence.show('room_1');
    Wire.last.say({ type: 'ban_lifted', ban: 'ban_1', room: { id: 'room_1', name: 'Lobby' } });
    hide();
    expect(told.onLifted).toHaveBeenCalledTimes(1);
    expect(wasLifted(presence.snapshot(), { id: 'ban_1', scope: 'room' }, 'room_1')).toBe(true);
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_1')).toBe(true);
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_2')).toBe(false);
    Wire.last.say({ type: 'removed', ban: aBan({ id: 'ban_2' }) });
    expect(wasLifted(presence.snapshot(), { id: null, scope: 'room' }, 'room_1')).toBe(false);
    expect(wasLifted(presence.snapshot(), { id: 'ban_2', scope: 'room' }, 'room_1')).toBe(false);
    presence.close();
  });
});

it('knows which entry was taken over, and ignores what it does not know', () => {
  const presence = aPresence();
  const heard = vi.fn();
  presence.subscribe(heard);
  Wire.last.say({ type: 'weather', sun: true });
  Wire.last.say({ type: 'superseded' });
  expect(heard).not.toHaveBeenCalled();
  Wire.last.say({ type: 'superseded', entry_id: 'e1', room: null });
  expect(presence.snapshot().superseded).toBe('e1');
  presence.close();
});

describe('the session', () => {
  it('is asked about at once when the server says it is over', () => {
    const presence = aPresence();
    Wire.last.onclose?.({ code: 4401 });
    expect(told.onDoubt).toHaveBeenCalledTimes(1);
    presence.close();
  });

  it('is asked about once a minute while no handshake succeeds', () => {
    vi.useFakeTimers();
    const presence = aPresence();
    const wires = new Set<Wire>();
    for (clock = 0; clock < 119_000; clock += 1000) {
      if (!wires.has(Wire.last)) Wire.last.onclose?.({ code: 1006 });
      wires.add(Wire.last);
      vi.advanceTimersByTime(1000);
    }
    expect(wires.size).toBeGreaterThan(3);
    expect(told.onDoubt).toHaveBeenCalledTimes(2);
    presence.close();
    vi.useRealTimers();
  });
});

it('understands every golden frame', () => {
  const presence = aPresence();
  for (const frame of golden) Wire.last.say(frame);
  expect(told.onRemoved).toHaveBeenCalledTimes(1);
  expect(told.onLifted).toHaveBeenCalledTimes(1);
  expect(presence.snapshot().superseded).toBe('4f9c2f5e-3a5d-4c0f-9f5e-6f1d2a3b4c5d');
  presence.close();
});

it('knows which seats are kept, and tells of those kept in vain', () => {
  const presence = aPresence();
  const lapsed = vi.fn();
  presence.onLapsed(lapsed);
  const offer = { room: { id: 'room_1', name: 'Lobby' }, feature: 'fea_1', until: '2026-09-14T12:30:00Z' };
  Wire.last.say({ type: 'seat_free', ...offer });
  expect(presence.snapshot().offers).toMatchObject([offer]);
  Wire.last.say({ type: 'seat_lapsed', room: offer.room, feature: 'fea_1' });
  expect(presence.snapshot().offers).toEqual([]);
  expect(lapsed).toHaveBeenCalledExactlyOnceWith(offer.room);
  Wire.last.say({ type: 'hello', room: null, offers: [offer] });
  expect(presence.snapshot().offers).toEqual([offer]);
  Wire.last.say({ type: 'hello', room: null, offers: [] });
  expect(presence.snapshot().offers).toEqual([]);
  presence.close();
});

it('speaks to the page’s own server', () => {
  expect(socketAddress('https://hallway.example')).toBe('wss://hallway.example/api/v1/me/socket');
  expect(socketAddress('http://127.0.0.1:8787')).toBe('ws://127.0.0.1:8787/api/v1/me/socket');
});
