"""Chooses the flights of one sample out of the public file and moves them to 2026."""

from pathlib import Path

import pandas as pd

# 1,304 whole weeks: every flight keeps its weekday. 2001-01-01 becomes 2025-12-29, both Mondays.
SHIFT = pd.Timedelta(weeks=1304)
SAMPLES = 3
FIRST_RANK, LAST_RANK = 45, 195


def read_flights(source: Path, sample: int, small: bool) -> pd.DataFrame:
    """All flights out of the airports of one sample: fifty mid-sized airports, or 25 of them when `small`.

    Airports are ranked by their number of flights; ranks 45 to 194 are dealt out in turn to the samples, so that
    samples share no flight and none is drawn by chance. `flight_id` is the number of the row in the public file.

    The public file's `date` is the actual departure (see README.md of the example). `delay` is positive for a late
    flight; the planned departure is `date` minus that delay, and `date` itself for a flight that was early, since
    hardly any flight leaves much before its time.
    """
    every = pd.read_parquet(source)
    rank = every["origin"].map({name: rank for rank, name in enumerate(ranked_airports(every))})
    chosen = (rank >= FIRST_RANK) & (rank < LAST_RANK) & (rank % SAMPLES == sample % SAMPLES)
    if small:
        chosen &= rank // SAMPLES % 2 == 0
    flights = every[chosen]
    departed = flights["date"] + SHIFT
    planned = departed - pd.to_timedelta(flights["delay"].clip(lower=0), unit="min")
    table = pd.DataFrame(
        {
            "flight_id": flights.index.astype("int32"),
            "planned_at": planned,
            "departed_at": departed,
            "delay_minutes": flights["delay"].astype("int16"),
            "distance": flights["distance"].astype("int16"),
            "origin": flights["origin"],
            "destination": flights["destination"],
        }
    )
    return table.sort_values(["planned_at", "flight_id"], ignore_index=True)


def ranked_airports(flights: pd.DataFrame) -> list[str]:
    """Airports by number of departures, most first; equal ones by name."""
    counts = flights["origin"].value_counts().rename_axis("origin").reset_index(name="flights")
    return list(counts.sort_values(["flights", "origin"], ascending=[False, True])["origin"])
