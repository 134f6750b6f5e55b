import { useEffect, useState } from 'react';

/** Back to what had the focus when the dialog goes: it is not closed but taken away, so its focus trap cannot. */
export function useFocusReturn() {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => void setTimeout(() => opener instanceof HTMLElement && opener.focus({ preventScroll: true })),
    [opener],
  );
}
