import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { rectSortingStrategy, SortableContext, useSortable } from '@dnd-kit/sortable';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconGripVertical, IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Feature } from '../../../api/admin/features';
import { NamedIcon } from '../../../ui/NamedIcon';
import { dragged, stepped } from '../rooms/order';
import { useSpoken } from '../rooms/useSpoken';
import { RowMenu, useCan } from '../shell';
import { beside } from './beside';
import { FeatureSettings } from './FeatureSettings';
import styles from './Features.module.css';
import { useSortFeatures } from './useSortFeatures';

interface Props {
  event: string;
  features: Feature[];
  selected: string;
  onSelect: (feature: string) => void;
}

/** The features of the event, one of them open; put in order by mouse, by keyboard or in its menu. */
export function FeatureTabs({ event, features, selected, onSelect }: Props) {
  const { t } = useTranslation('rooms');
  const may = useCan('write');
  const [open, setOpen] = useState(false);
  const sort = useSortFeatures(event);
  const ids = features.map(({ id }) => id);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: beside }),
  );
  const end = ({ active, over }: DragEndEvent) => {
    const move = over && dragged(ids, String(active.id), String(over.id));
    if (move) sort(move);
  };
  const step = (by: -1 | 1) => {
    const move = stepped(ids, selected, by);
    if (move) sort(move);
  };
  const feature = features.find(({ id }) => id === selected);
  return (
    <div className={styles.bar}>
      <nav aria-label={t('features.label')}>
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          accessibility={useSpoken(features)}
          onDragEnd={end}
        >
          <SortableContext items={ids} strategy={rectSortingStrategy}>
            <ul className={styles.tabs}>
              {features.map((one) => (
                <Tab
                  key={one.id}
                  feature={one}
                  current={one.id === selected}
                  movable={may && features.length > 1}
                  onSelect={onSelect}
                />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
      </nav>
      {may && feature && (
        <div className={styles.tools}>
          <Button
            variant="default"
            leftSection={<IconSettings size={18} stroke={1.75} aria-hidden="true" />}
            onClick={() => setOpen(true)}
          >
            {t('features.settings')}
          </Button>
          {features.length > 1 && (
            <RowMenu
              label={t('features.more', { name: feature.name })}
              actions={[
                { label: t('features.earlier'), Sign: IconArrowLeft, run: () => step(-1) },
                { label: t('features.later'), Sign: IconArrowRight, run: () => step(1) },
              ]}
            />
          )}
        </div>
      )}
      {open && feature && <FeatureSettings key={feature.id} feature={feature} onClose={() => setOpen(false)} />}
    </div>
  );
}

interface TabProps {
  feature: Feature;
  current: boolean;
  movable: boolean;
  onSelect: (feature: string) => void;
}

function Tab({ feature: { id, name, icon, image, rooms }, current, movable, onSelect }: TabProps) {
  const { t } = useTranslation('rooms');
  const { setNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id });
  const style = {
    ...(transform && { transform: `translate(${transform.x}px, ${transform.y}px)` }),
    ...(transition && { transition }),
  };
  return (
    <li ref={setNodeRef} style={style} data-dragging={isDragging || undefined} data-current={current || undefined}>
      {movable && (
        <button
          type="button"
          className={styles.grip}
          {...attributes}
          {...listeners}
          aria-label={t('features.move', { name })}
        >
          <IconGripVertical size={16} stroke={1.75} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        className={styles.tab}
        aria-current={current ? 'page' : undefined}
        onClick={() => onSelect(id)}
      >
        {image ? <img src={image} alt="" /> : <NamedIcon name={icon ?? 'door'} size={18} />}
        <bdi>{name}</bdi>
        <small aria-hidden="true">{rooms}</small>
        <span className="sr-only">{t('rooms', { count: rooms })}</span>
      </button>
    </li>
  );
}
