import type { KeyboardCoordinateGetter } from '@dnd-kit/core';

const STEPS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Where an arrow takes what is being moved: onto the next or the one before, also when that is on another line. */
export const beside: KeyboardCoordinateGetter = (event, { context: { active, over, droppableRects } }) => {
  const step = STEPS[event.code];
  if (!step || !active) return;
  event.preventDefault();
  const mirrored = document.dir === 'rtl' && /Left|Right/.test(event.code) ? -1 : 1;
  const ids: unknown[] = active.data.current?.sortable?.items ?? [];
  const target = ids[ids.indexOf(over?.id ?? active.id) + step * mirrored];
  const rect = typeof target === 'string' ? droppableRects.get(target) : undefined;
  const own = active.rect.current.initial;
  if (!rect || !own) return;
  // Middle on middle: the nearest middle is what it is taken to be over.
  return { x: rect.left + (rect.width - own.width) / 2, y: rect.top + (rect.height - own.height) / 2 };
};
