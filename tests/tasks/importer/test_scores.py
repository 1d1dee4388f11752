"""The published plans and the practice plans, scored against what a person read: where the folder with them is here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.importer import read_plan

SHARED = Path(__file__).resolve().parents[4] / "shared"
SEEDS = {"000": "dongcheng", "001": "binhai", "002": "shenmu", "003": "shanghai", "004": "hangzhou"}
PRACTICE = sorted((SHARED / "practice").glob("*.json"))

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared with the scored plans is not here")


def score(pairs, folder, *, least):
    """Run the scorer over (text, gold) and hand back what it says, for the message of a failure."""
    files = []
    for text, gold in pairs:
        result = folder / gold.name
        reading = read_plan(text.read_bytes(), name=text.name).as_json()
        result.write_text(json.dumps(reading, ensure_ascii=False), encoding="utf-8")
        files += [str(result), str(gold)]
    command = [sys.executable, str(SHARED / "tools" / "score_import.py"), "--min", str(least)]
    return subprocess.run([*command, *files], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("number", SEEDS)
def test_a_published_plan_is_read_as_a_person_read_it(number, tmp_path):
    text = next((SHARED / "seeds").glob(f"{number}_*.txt"))

    done = score([(text, SHARED / "gold" / f"{SEEDS[number]}.json")], tmp_path, least=1.0)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("gold", PRACTICE, ids=lambda gold: gold.stem)
def test_a_practice_plan(gold, tmp_path):
    done = score([(gold.with_suffix(".txt"), gold)], tmp_path, least=0.96)

    assert done.returncode == 0, done.stdout


def test_all_practice_plans_together(tmp_path):
    done = score([(gold.with_suffix(".txt"), gold) for gold in PRACTICE], tmp_path, least=0)

    figures = dict(part.split("=") for part in done.stdout.splitlines()[-1].split()[1:])
    assert min(float(value) for name, value in figures.items() if name != "worst") >= 0.985, done.stdout
