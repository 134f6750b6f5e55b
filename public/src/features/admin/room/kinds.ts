import { IconBuildingStore, IconFileText, IconPresentation } from '@tabler/icons-react';

/** The sign of each kind of thing a room can be linked to. */
export const KIND_SIGN = { session: IconPresentation, sponsor: IconBuildingStore, page: IconFileText };
