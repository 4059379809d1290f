"""The compendium of practice: what was done for somebody, by which law, with what result, without saying who."""
