"""How good the answers are: golden questions, public benchmarks, grounding, stability; `assistant evaluate`.

Needs the `dev` extra (ir-measures, langchain-text-splitters). Nothing here is used to answer a question.
"""
