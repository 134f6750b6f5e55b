import { useEffect, useRef, useState } from 'react';

const SETTLED_MS = 600;
const EVERY_MS = 30_000;
const SAID_MS = 4000;

/**
 * A text that changes all the time, for who listens to the page: at once (when it has settled) if they changed what it is
 * about, else twice a minute at most. Said and taken away again: whoever reads the page later must not find an old one.
 */
export function useSparse(text: string, about: string): string {
  const [said, setSaid] = useState('');
  const last = useRef({ about: '', text: '', at: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    const asked = last.current.about !== about;
    if (!text || (!asked && last.current.text === text)) return;
    const wait = asked ? SETTLED_MS : Math.max(0, last.current.at + EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      last.current = { about, text, at: Date.now() };
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, about]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return said;
}
