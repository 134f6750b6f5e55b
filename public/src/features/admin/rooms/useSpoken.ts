import type { DndContextProps } from '@dnd-kit/core';
import { useTranslation } from 'react-i18next';

/** What is said while something is moved by keyboard, for who does not see it. */
export function useSpoken(
  things: readonly { id: string; name: string }[],
): NonNullable<DndContextProps['accessibility']> {
  const { t } = useTranslation('rooms');
  const told = (word: 'start' | 'over' | 'end' | 'cancel', id: unknown, at: unknown = id) =>
    t(`drag.${word}`, {
      name: things.find((one) => one.id === id)?.name ?? '',
      place: things.findIndex((one) => one.id === at) + 1,
      count: things.length,
    });
  return {
    screenReaderInstructions: { draggable: t('drag.how') },
    announcements: {
      onDragStart: ({ active }) => told('start', active.id),
      onDragOver: ({ active, over }) => over && told('over', active.id, over.id),
      onDragEnd: ({ active, over }) => told('end', active.id, over?.id),
      onDragCancel: ({ active }) => told('cancel', active.id),
    },
  } as NonNullable<DndContextProps['accessibility']>;
}
