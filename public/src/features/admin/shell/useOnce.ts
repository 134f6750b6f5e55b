import { useState } from 'react';

/** The Idempotency-Key of a form: the same for every try, so that an answer that was lost makes nothing twice. */
export const useOnce = (): string => useState(() => crypto.randomUUID())[0];
