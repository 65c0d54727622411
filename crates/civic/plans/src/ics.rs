//! Last days of tasks as other programs take them in.

use jiff::Timestamp;
use platform::ics::{Calendar, Event, When};

use crate::model::{Task, TaskState};

/// A calendar of the last days of tasks, made at an instant.
#[must_use]
pub fn calendar(name: &str, tasks: &[Task], href: impl Fn(&Task) -> String, at: Timestamp) -> String {
    tasks
        .iter()
        .fold(Calendar::new("plans", name, at), |calendar, task| {
            calendar.event(&Event {
                id: &task.id.to_string(),
                sequence: task.revision,
                when: When::Day(task.due_on),
                title: &task.title,
                place: "",
                words: &task.owner,
                href: &href(task),
                cancelled: task.state == TaskState::Cancelled,
            })
        })
        .finish()
}
