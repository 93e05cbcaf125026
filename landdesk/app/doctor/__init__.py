"""What is missing or wrong on this computer, in words: facts first, judgement apart, so that each can be tested."""
