import { Button, type ButtonVariant, Loader } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useDownload } from './useDownload';

interface Props {
  /** Under /api/v1, with its query. */
  path: string;
  children: React.ReactNode;
  variant?: ButtonVariant;
  /** Told instead of the usual word, where the page has a better place for it. */
  onIncomplete?: (rooms: number) => void;
}

/** Downloads one file. While it comes the button is busy, and keeps the focus: a disabled one would lose it. */
export function DownloadButton({ path, children, variant = 'default', onIncomplete }: Props) {
  const { start, busy } = useDownload(onIncomplete);
  const sign = busy ? (
    <Loader size={18} color="currentColor" aria-hidden="true" />
  ) : (
    <IconDownload size={18} stroke={1.75} aria-hidden="true" />
  );
  return (
    <Button
      variant={variant}
      leftSection={sign}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={() => void start(path)}
    >
      {children}
    </Button>
  );
}
