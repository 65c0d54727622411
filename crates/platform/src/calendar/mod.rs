//! The Vietnamese working calendar (lịch làm việc).
