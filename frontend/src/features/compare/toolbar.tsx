/** Which metric is compared, and on which scale. */
import type { ReactElement } from "react";

import { METRICS } from "../../graphql/metrics";
import { Choices } from "../../ui/choices";
import { Select } from "../../ui/select";
import { canBeIndexed, type Compared } from "./address";

const SCALES = [
  { value: "same", label: "Same axis" },
  { value: "indexed", label: "Start = 100" },
] as const;

const NAMES = METRICS.map(({ name, label }) => ({ value: name, label }));

export function Toolbar({ compared }: { compared: Compared }): ReactElement {
  const { metric, isIndexed, choose, index } = compared;
  return (
    <>
      <Select
        label="Metric"
        value={metric.name}
        options={NAMES}
        onChoose={(chosen) => choose(METRICS.find(({ name }) => name === chosen) ?? metric)}
      />
      {canBeIndexed(metric) && (
        <Choices
          label="Scale"
          value={isIndexed ? "indexed" : "same"}
          options={SCALES}
          onChoose={(value) => index(value === "indexed")}
        />
      )}
    </>
  );
}
