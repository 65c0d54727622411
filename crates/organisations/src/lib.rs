//! Agencies (cơ quan, đơn vị) and state enterprises (doanh nghiệp nhà nước) as places of grassroots democracy, and the
//! people who belong to them. Their boards are disclosure's, their conferences and dialogues workplace's; both ask here
//! who is among an organisation's people. The tables came with disclosure's migration 2026112613, which also registers
//! organisations and lets people join them.

mod model;
pub mod store;

pub use model::{Kind, Member, Membership, MembershipId, Organisation, OrganisationId, Role};
