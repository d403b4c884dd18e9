/** Which moment is looked at, as the address says. */
import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** The moment's id, and how to look at another, or at none. */
export function useChosen(): [string | null, (moment: string | null) => void] {
  const [search, setSearch] = useSearchParams();
  const choose = useCallback(
    (moment: string | null) => {
      setSearch((now) => {
        if (moment === null) now.delete("moment");
        else now.set("moment", moment);
        return now;
      });
    },
    [setSearch],
  );
  return [search.get("moment"), choose];
}
