// The sound of an alert: two short tones.

/** In hertz: a fifth, rising. */
const TONES = [660, 990];
/** Of one tone, in seconds. */
const LENGTH = 0.12;
const LOUDNESS = 0.15;

/** A browser that lets no page sound before its person has used it stays silent. */
export function playAlert(): void {
  if (typeof AudioContext === 'undefined') return;
  const context = new AudioContext();
  for (const [index, frequency] of TONES.entries()) {
    const tone = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: LOUDNESS });
    tone.connect(gain).connect(context.destination);
    const begins = context.currentTime + index * LENGTH;
    gain.gain.setTargetAtTime(0, begins + LENGTH / 2, LENGTH / 6);
    tone.start(begins);
    tone.stop(begins + LENGTH);
    if (index === TONES.length - 1) tone.addEventListener('ended', () => void context.close());
  }
}
