import { setTrainSpeed, TRAIN_SPEEDS, trainSpeedWords, useTrainSpeed } from "../../state/training/speed.ts"

/** How many steps a second a training takes, from one to as many as it can. */
export function TrainSpeedChoice({ className }: { readonly className?: string | undefined }) {
  const speed = useTrainSpeed((state) => state.speed)
  return (
    <select
      className={className}
      aria-label="Speed of the training"
      title="Steps a second; slow ones send a pulse back along the wires with each step"
      value={TRAIN_SPEEDS.indexOf(speed)}
      onChange={({ target }) => setTrainSpeed(TRAIN_SPEEDS[Number(target.value)] ?? null)}
    >
      {TRAIN_SPEEDS.map((one, i) => (
        <option key={trainSpeedWords(one)} value={i}>
          {trainSpeedWords(one)}
        </option>
      ))}
    </select>
  )
}
