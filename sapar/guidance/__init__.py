"""What to do now, by a rule that is true today: dated rules, flows of questions, the register of acts."""
