import { describe, expect, it } from 'vitest';
import { ApiError, type Code } from '../../api/client';
import { afterFailure, moveWords, readiness, refusalOf, worthRetrying } from './logic';

const error = (status: number, code: Code) => new ApiError(status, code);

describe('a failed hold', () => {
  it.each([
    [error(409, 'in_another_room'), false, 'elsewhere'],
    [error(0, 'network'), false, 'refused'],
    [error(0, 'network'), true, 'again'],
    [error(503, 'unavailable'), true, 'again'],
    [error(409, 'hold_expired'), true, 'refused'],
    [error(409, 'room_full'), false, 'refused'],
  ])('%s, kept: %s → %s', (problem, kept, next) => expect(afterFailure(problem, kept)).toBe(next));
});

describe('a refusal', () => {
  it('has words for what we know and for what we do not', () => {
    expect(refusalOf(error(409, 'room_full'))).toBe('room_full');
    expect(refusalOf(error(500, 'internal'))).toBe('other');
  });
  it('offers another try only where it can help', () => {
    expect(worthRetrying('room_full')).toBe(true);
    expect(worthRetrying('banned')).toBe(false);
  });
});

it('words a move without the name of a room that has none', () => {
  expect(moveWords('Foyer')).toEqual({ title: 'move.title', text: 'move.text' });
  for (const name of ['', ' '])
    expect(moveWords(name)).toEqual({ title: 'move.title_unnamed', text: 'move.text_unnamed' });
});

it('says what is ready', () => {
  expect(readiness({ camera: true, microphone: true })).toBe('both');
  expect(readiness({ camera: false, microphone: true })).toBe('microphone');
  expect(readiness({ camera: true, microphone: false })).toBe('camera');
  expect(readiness({ camera: false, microphone: false })).toBe('none');
});
