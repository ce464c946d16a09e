#!/usr/bin/env python3
"""failed-tests.py FILE.trx...: the names and messages of all tests that failed, so that they can be said once more at the end of a long log."""
import sys
import xml.etree.ElementTree as xml

LINES, LENGTH = 25, 2_000  # of one message: the whole of it stands further up
NAMESPACE = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}

for path in sys.argv[1:]:
    try:
        results = xml.parse(path).getroot().iterfind(".//t:UnitTestResult", NAMESPACE)
    except (OSError, xml.ParseError) as problem:
        print(f"{path}: {problem}")
        continue
    for result in results:
        if result.get("outcome") in ("Passed", "NotExecuted"):
            continue
        print(f"FAILED {result.get('testName')} ({result.get('outcome')}, {result.get('duration')})")
        for part in ("Message", "StackTrace"):
            text = result.findtext(f".//t:ErrorInfo/t:{part}", "", NAMESPACE).strip()
            lines = text[:LENGTH].splitlines()
            lines = lines[:LINES] if part == "Message" else lines[:3]
            print("".join(f"    {line}\n" for line in lines), end="")
