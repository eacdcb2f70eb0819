"""Other tools on the same gold: what spaCy, a CRF and a plain Hugging Face fine-tune reach. Needs the extra `peers`;
`evaluation/peers/run` makes an environment of its own and remakes `evaluation/reports/peers.md`."""
