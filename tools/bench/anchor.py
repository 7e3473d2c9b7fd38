"""The public rival beside which the linkage is measured: Splink, its documentation’s model, one-to-one."""

import csv
import sys

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

SETTINGS = SettingsCreator(
    link_type="link_only",
    unique_id_column_name="id",
    comparisons=[
        cl.JaroWinklerAtThresholds("nom", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("prenom", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        cl.LevenshteinAtThresholds("date_naissance", [1, 2]),
        cl.ExactMatch("sexe"),
        cl.ExactMatch("uai").configure(term_frequency_adjustments=True),
        cl.ExactMatch("tel1"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("nom", "prenom"),
        block_on("date_naissance", "substr(nom, 1, 2)"),
        block_on("date_naissance", "substr(prenom, 1, 2)"),
        block_on("tel1"),
    ],
)


def base(path: str) -> pd.DataFrame:
    """A base, capitals and no accent, empty cells as unknown."""
    frame = pd.read_csv(path, sep=";", dtype=str)
    for name in ("nom", "prenom"):
        frame[name] = frame[name].str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii").str.upper()
    return frame


def main() -> None:
    engine = DuckDBAPI()
    tables = [
        engine.register(base(path), dataset_display_name=name) for path, name in zip(sys.argv[1:3], "ab", strict=True)
    ]
    linker = Linker(tables, SETTINGS)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nom", "prenom", "date_naissance")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("nom", "prenom"), block_on("date_naissance")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    write(pairs.sort_values("match_probability", ascending=False), sys.argv[sys.argv.index("--out") + 1])


def write(pairs: pd.DataFrame, out: str) -> None:
    """Best first, each child once."""
    seen: set[str] = set()
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["id_state", "id_city", "probability", "outcome"])
        for one, two, chance in pairs[["id_l", "id_r", "match_probability"]].itertuples(index=False):
            if one not in seen and two not in seen:
                seen |= {one, two}
                writer.writerow([one, two, f"{chance:.6f}", "linked"])


if __name__ == "__main__":
    main()
