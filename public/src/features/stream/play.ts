import Hls from 'hls.js/light';

/** Plays an HLS stream in a video; returns how to end it. Where the browser has no media source, it may know HLS itself. */
export function play(video: HTMLVideoElement, url: string, onFailed: () => void): () => void {
  if (Hls.isSupported()) {
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, { fatal }) => fatal && onFailed());
    hls.loadSource(url);
    hls.attachMedia(video);
    return () => hls.destroy();
  }
  video.addEventListener('error', onFailed);
  video.src = url;
  return () => {
    video.removeEventListener('error', onFailed);
    video.removeAttribute('src');
    video.load();
  };
}
