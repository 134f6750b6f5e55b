/** Three notes through the chosen speaker: proves that the person hears the room. */
export async function chime(speakerId: string): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const start = context.currentTime + 0.05;
  [523.25, 659.25, 783.99].forEach((frequency, step) => {
    const note = context.createOscillator();
    const loudness = context.createGain();
    const at = start + step * 0.18;
    note.frequency.value = frequency;
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(0.25, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    note.connect(loudness).connect(out);
    note.start(at);
    note.stop(at + 0.5);
  });
  const player = new Audio();
  player.srcObject = out.stream;
  if (speakerId && 'setSinkId' in player) await player.setSinkId(speakerId).catch(() => undefined);
  await player.play();
  setTimeout(() => void context.close(), 1500);
}
