"""The figures of ``docs/performance.md``: ``python -m tests.bench`` measures them; no test asserts them."""
