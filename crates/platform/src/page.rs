//! The page shell and its components.
