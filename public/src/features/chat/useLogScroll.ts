import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Item } from './lines';
import { afterChange, isAtEnd } from './scroll';

/** Keeps a log at its end, or a reader where they read. */
export function useLogScroll(items: Item[]) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const was = useRef<{ first: string | null; last: string | null; pending: number; height: number }>({
    first: null,
    last: null,
    pending: 0,
    height: 0,
  });
  const [news, setNews] = useState(false);

  const toEnd = useCallback(() => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setNews(false);
  }, []);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const pending = items.filter(({ kind }) => kind === 'pending').length;
    const is = { first: items[0]?.key ?? null, last: items.at(-1)?.key ?? null };
    const wrote = pending > was.current.pending;
    const next = afterChange(was.current, is, { atEnd: atEnd.current, wrote });
    if (next === 'end') toEnd();
    if (next === 'news') setNews(true);
    if (next === 'keep') element.scrollTop += element.scrollHeight - was.current.height;
    was.current = { ...is, pending, height: element.scrollHeight };
  }, [items, toEnd]);

  useEffect(() => {
    const element = log.current;
    if (!element) return;
    // A keyboard that comes up, or a composer that grows, must not push the end out of sight.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, [toEnd]);

  const onScroll = useCallback(() => {
    if (!log.current) return;
    atEnd.current = isAtEnd(log.current);
    if (atEnd.current) setNews(false);
  }, []);

  return { log, news, toEnd, onScroll };
}
