import { useEffect } from 'react';
import { keepAwake } from './awake';

/** A phone's screen stays lit in a room; a computer has settings of its own for that. */
export function useAwake(inside: boolean) {
  useEffect(() => {
    if (inside && 'wakeLock' in navigator && matchMedia('(pointer: coarse)').matches)
      return keepAwake(navigator.wakeLock, document);
  }, [inside]);
}
