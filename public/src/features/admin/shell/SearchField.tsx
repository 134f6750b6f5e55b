import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useSlash } from './useSlash';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Typing pauses before the server is asked. */
const PAUSE_MS = 250;

/** Searches while one types; "/" goes there from anywhere that is no field. */
export function SearchField({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  useEffect(() => {
    if (typed.trim() === latest.current.value) return;
    const timer = setTimeout(() => latest.current.onChange(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // Back, or a link, shows what was searched for then.
  useEffect(() => setTyped((now) => (now.trim() === value ? now : value)), [value]);
  useSlash(input);
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      aria-keyshortcuts="/"
      leftSection={<IconSearch size={18} stroke={1.75} aria-hidden="true" />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      dir="auto"
    />
  );
}
