# The page shell
