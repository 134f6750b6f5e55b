import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import Cropper from 'react-easy-crop';
import { useTranslation } from 'react-i18next';
import { uploadImage } from '../../../api/admin/files';
import { ApiError } from '../../../api/client';
import { Dialog, useEvent, useSaid } from '../shell';
import { type Area, drawnSize, lightest, type Refused } from './check';
import styles from './Picture.module.css';

interface Props {
  picture: HTMLImageElement;
  aspect: number;
  onDone: (url: string) => void;
  onClose: () => void;
}

/** Sharp on any card of ours, and light. */
const WIDEST = 1280;

/** Which part of an image is kept; then it is drawn anew, which also leaves behind where it was taken. */
export default function CropDialog({ picture, aspect, onDone, onClose }: Props) {
  const { t } = useTranslation('rooms');
  const { said } = useSaid();
  const event = useEvent();
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area | null>(null);
  const upload = useMutation({
    mutationFn: async () => {
      const blob = await lightest((type, quality) => draw(picture, area ?? whole(picture), type, quality));
      if (!blob) throw new ApiError(422, 'invalid');
      return uploadImage(event.id, blob);
    },
    onSuccess: ({ url }) => onDone(url),
  });
  const why = upload.error && (refusedBy(upload.error) ?? null);
  return (
    <Dialog
      title={t('image.crop')}
      lead={t('image.crop_lead')}
      action={t('image.use')}
      busy={upload.isPending}
      failed={why ? t(`image.refused.${why}`) : upload.error && said(upload.error)}
      onSubmit={() => upload.mutate()}
      onClose={onClose}
    >
      <div className={styles.cropper}>
        <Cropper
          image={picture.src}
          crop={crop}
          zoom={zoom}
          aspect={aspect}
          onCropChange={setCrop}
          onZoomChange={setZoom}
          onCropComplete={(_, pixels) => setArea(pixels)}
          cropperProps={{ role: 'group', 'aria-label': t('image.area') }}
          mediaProps={{ alt: '' }}
        />
      </div>
      <label className={styles.zoom}>
        {t('image.zoom')}
        <input
          type="range"
          min={1}
          max={3}
          step={0.05}
          value={zoom}
          onChange={(change) => setZoom(Number(change.currentTarget.value))}
        />
      </label>
    </Dialog>
  );
}

const whole = ({ naturalWidth, naturalHeight }: HTMLImageElement): Area => ({
  x: 0,
  y: 0,
  width: naturalWidth,
  height: naturalHeight,
});

function draw(picture: HTMLImageElement, area: Area, type: string, quality: number): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement('canvas'), drawnSize(area, WIDEST));
  const brush = canvas.getContext('2d');
  brush?.drawImage(picture, area.x, area.y, area.width, area.height, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

/** The server looks again, and its word counts. */
function refusedBy(error: unknown): Refused | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'unsupported_image') return /svg/i.test(error.problem.detail ?? '') ? 'svg' : 'type';
  if (error.code === 'too_large') return 'large';
  return error.code === 'invalid' ? 'broken' : null;
}
