import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/client';
import { serverNow } from '../../api/clock';
import { entries } from '../seat/entry';
import { giveUpSeat, grantSeat, holdSeat } from '../seat/seat';
import { afterFailure, RENEW_MS } from './logic';

export type Hold =
  | { phase: 'asking' }
  /** `until` in milliseconds of the server's clock. */
  | { phase: 'kept'; until: number; name: string }
  | { phase: 'elsewhere'; from: string }
  | { phase: 'refused'; error: ApiError };

export type TakeSeat = (how: { move?: boolean }) => Promise<unknown>;

/**
 * Holds a seat from the first render on and renews it, until it is taken (`take`), refused, or the component goes
 * away: then it is given back. Every run has its own entry; a late answer of an old run is not listened to.
 */
export function useHold(room: string) {
  const [hold, setHold] = useState<Hold>({ phase: 'asking' });
  const [run, setRun] = useState(0);
  const taken = useRef(false);
  const inFlight = useRef<Promise<unknown> | null>(null);
  const joining = useRef<Promise<unknown> | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run is a new try with nothing else changed
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = false;
    const ask = async () => {
      try {
        const asked = holdSeat(room);
        inFlight.current = asked;
        const { seat, room: view } = await asked;
        if (over) return;
        kept = true;
        setHold({
          phase: 'kept',
          until: seat.expires_at ? Date.parse(seat.expires_at) : serverNow() + 120_000,
          name: view.name,
        });
        timer = setTimeout(ask, RENEW_MS);
      } catch (error) {
        if (over) return;
        const problem = error instanceof ApiError ? error : new ApiError(0, 'unknown', { detail: String(error) });
        const next = afterFailure(problem, kept);
        if (next === 'again') timer = setTimeout(ask, 3000);
        else if (next === 'elsewhere') setHold({ phase: 'elsewhere', from: problem.problem.room?.name ?? '' });
        else setHold({ phase: 'refused', error: problem });
      }
    };
    setHold({ phase: 'asking' });
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [room, run]);

  // Only when the dialog goes away, and not between two runs: a retry keeps what it has.
  useEffect(
    () => () => {
      if (taken.current) return;
      const entry = entries.of(room);
      // Closed at once: a join still on its way sees by it that nobody is to go live for its answer.
      if (entry) entries.close(entry);
      // A hold or a join still on its way would arrive after the goodbye and keep an empty seat.
      void Promise.allSettled([inFlight.current, joining.current]).then(() => giveUpSeat(entry));
    },
    [room],
  );

  /** After a refusal: forget the entry that was refused and ask for a seat again. */
  const retry = useCallback(() => {
    entries.renew(room);
    setRun((count) => count + 1);
  }, [room]);
  const refuse = useCallback((error: ApiError) => setHold({ phase: 'refused', error }), []);
  /** Turns the hold into a seat that goes with the person into the room, unless the dialog goes away first. */
  const take = useCallback<TakeSeat>(
    (how) => {
      const asked = grantSeat(room, {
        ...how,
        keep: () => {
          taken.current = true;
        },
      });
      joining.current = asked;
      return asked;
    },
    [room],
  );
  return { hold, retry, refuse, take };
}
