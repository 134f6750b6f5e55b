import { CloseButton, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Toaster.module.css';
import { type Toast, toasts } from './toasts';

/** Where toasts appear. Always there, so that screen readers hear of the first one too. */
export function Toaster() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(toasts.subscribe, toasts.snapshot);
  const region = useRef<HTMLElement>(null);
  const close = (id: number) => {
    const inside = region.current?.contains(document.activeElement);
    toasts.close(id);
    // Its button goes with it: the focus stays near, and the next Tab goes on from here.
    if (inside) region.current?.focus({ preventScroll: true });
  };
  const said = (toast: Toast) => <Said key={toast.id} toast={toast} onClose={() => close(toast.id)} />;
  return (
    <section
      ref={region}
      className={styles.region}
      aria-label={t('toast.region')}
      tabIndex={-1}
      onPointerEnter={() => toasts.hold('pointer')}
      onPointerLeave={() => toasts.release('pointer')}
      onFocus={(event) => event.target !== region.current && toasts.hold('focus')}
      onBlur={() => toasts.release('focus')}
    >
      <div role="status" className={styles.list}>
        {shown.map((toast) => !toast.urgent && said(toast))}
      </div>
      <div role="alert" className={styles.list}>
        {shown.map((toast) => toast.urgent && said(toast))}
      </div>
    </section>
  );
}

function Said({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const { t } = useTranslation();
  const { text, tone, action, other, lasts } = toast;
  const Sign = tone === 'danger' ? IconAlertCircle : IconCircleCheck;
  return (
    <div className={styles.toast} data-tone={tone}>
      <Sign size={20} stroke={1.75} aria-hidden="true" />
      <p dir="auto">{text}</p>
      {[other, action].map(
        (one) =>
          one && (
            <UnstyledButton
              key={one.label}
              className={styles.action}
              aria-label={one.says}
              onClick={() => {
                onClose();
                one.run();
              }}
            >
              {one.label}
            </UnstyledButton>
          ),
      )}
      {lasts === null && (
        <CloseButton className={styles.close} size={44} iconSize={20} aria-label={t('toast.close')} onClick={onClose} />
      )}
    </div>
  );
}
