import { CloseButton } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Picker.module.css';

export interface Pick {
  id: string;
  name: string;
  sub?: string | null;
  /** A picture or a sign before the name. */
  before?: React.ReactNode;
}

interface Props {
  label: string;
  /** Beside the label: "2 of 3". */
  count?: string;
  hint?: React.ReactNode;
  error?: React.ReactNode;
  placeholder: string;
  chosen: Pick[];
  /** What can be added now, in groups. */
  groups: { label?: string; picks: Pick[] }[];
  /** Why nothing can be added any more. */
  full?: string | false;
  busy?: boolean;
  q: string;
  onQ: (q: string) => void;
  onAdd: (id: string) => void;
  onRemove: (id: string) => void;
}

/** A few of many: those chosen stand in the field, the others are found by typing. */
export function Picker({ label, count, hint, error, placeholder, chosen, groups, full, busy, q, ...on }: Props) {
  const { t } = useTranslation('rooms');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const afterPress = useAfterPress();
  const [at, setAt] = useState(0);
  const picks = groups.flatMap((group) => group.picks);
  const active = Math.min(at, picks.length - 1);
  const add = (pick: string) => {
    on.onAdd(pick);
    on.onQ('');
    setAt(0);
    input.current?.focus();
  };
  const step = (to: number) => {
    setOpen(true);
    setAt(Math.max(0, Math.min(to, picks.length - 1)));
    document.getElementById(`${id}-${picks[to]?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const pick = picks[active];
    if (event.key === 'ArrowDown') step(open ? active + 1 : active);
    else if (event.key === 'ArrowUp') step(active - 1);
    else if (event.key === 'Enter') open && pick && add(pick.id);
    else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key === 'Backspace' && q === '' && chosen.length > 0) on.onRemove(chosen.at(-1)?.id ?? '');
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.picker}>
      <div className={styles.label}>
        <label htmlFor={id}>{label}</label>
        {count && <small>{count}</small>}
      </div>
      <div className={styles.field} data-error={Boolean(error) || undefined}>
        {chosen.map((one) => (
          <span key={one.id} className={styles.chip}>
            {one.before}
            <bdi>{one.name}</bdi>
            <CloseButton
              size={32}
              iconSize={16}
              aria-label={t('room.remove', { name: one.name })}
              onClick={() => {
                on.onRemove(one.id);
                // Its button goes with it; the field may only now be there again.
                requestAnimationFrame(() => input.current?.focus());
              }}
            />
          </span>
        ))}
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={open && !full}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && picks[active] ? `${id}-${picks[active].id}` : undefined}
          aria-describedby={hint || full || error ? `${id}-hint` : undefined}
          aria-invalid={Boolean(error) || undefined}
          data-mantine-stop-propagation={open || undefined}
          autoComplete="off"
          dir="auto"
          readOnly={Boolean(full)}
          placeholder={full ? '' : placeholder}
          value={q}
          onChange={(event) => {
            on.onQ(event.currentTarget.value);
            setOpen(true);
            setAt(0);
          }}
          onFocus={() => setOpen(!full)}
          onClick={() => setOpen(!full)}
          onBlur={() => afterPress(() => setOpen(false))}
          onKeyDown={onKeyDown}
        />
      </div>
      {open && !full && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus in the field
        <div className={styles.list} onMouseDown={(event) => event.preventDefault()}>
          <p role="status" className={picks.length > 0 ? 'sr-only' : styles.none}>
            {picks.length > 0
              ? t('picker.results', { count: picks.length })
              : t(busy ? 'picker.loading' : 'picker.none')}
          </p>
          <div role="listbox" id={`${id}-list`} aria-label={label}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: groups of a listbox
              <div key={group.label ?? ''} role="group" aria-label={group.label ?? label}>
                {group.label && (
                  <div className={styles.group} aria-hidden="true">
                    {group.label}
                  </div>
                )}
                {group.picks.map((pick) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard in the field
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
                  <div
                    key={pick.id}
                    id={`${id}-${pick.id}`}
                    role="option"
                    aria-selected={pick.id === picks[active]?.id}
                    className={styles.pick}
                    onClick={() => add(pick.id)}
                  >
                    {pick.before}
                    <span>
                      <bdi>{pick.name}</bdi>
                      {pick.sub && <small>{pick.sub}</small>}
                    </span>
                  </div>
                ))}
              </div>
            ))}
          </div>
        </div>
      )}
      {(hint || full || error) && (
        <p id={`${id}-hint`} className={styles.hint} data-error={Boolean(error) || undefined}>
          {error || full || hint}
        </p>
      )}
    </div>
  );
}

/** At once, or when the button that is just being pressed is let go: what it is aimed at must not move before. */
function useAfterPress() {
  const pressed = useRef(false);
  useEffect(() => {
    const press = () => {
      pressed.current = true;
    };
    const release = () => {
      pressed.current = false;
    };
    addEventListener('pointerdown', press, true);
    addEventListener('pointerup', release, true);
    addEventListener('pointercancel', release, true);
    return () => {
      removeEventListener('pointerdown', press, true);
      removeEventListener('pointerup', release, true);
      removeEventListener('pointercancel', release, true);
    };
  }, []);
  return (then: () => void) => {
    if (!pressed.current) return then();
    addEventListener('pointerup', () => setTimeout(then), { once: true });
  };
}

/** Whether every word typed is in a name. */
export const fits = (name: string, q: string) =>
  q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.toLowerCase().includes(word));
