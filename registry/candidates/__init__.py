"""候选: enterprises tagged for a title of the ladder (梯队) in a round, followed until it is theirs or not."""
