import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The targets of campaigns: what was tried and when, who has which one to call, and when it is to be tried again.
///
/// One row an order that belongs to a campaign; no names or words, so nothing of it is to be forgotten.
public struct CampaignTargets: Projection {
  /// `campaign-targets`
  public let name = "campaign-targets"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["campaign_target"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order"]
  /// Somebody who is called once too often is worse than a campaign that waits.
  public let poisonPolicy = PoisonPolicy.stop
  /// `moves` are the actions that were done, in their order; which of them are attempts is for the campaign to say.
  public let schema = """
    create table campaign_target (
      no bigint primary key,
      campaign text not null,
      party uuid,
      promise timestamptz,
      is_open boolean not null,
      is_there boolean not null,
      unit text,
      staff text,
      moves text[] not null,
      last_action text,
      last_at timestamptz,
      booked_at timestamptz,
      reserved_by text,
      reserved_until timestamptz
    );
    """
  /// What only questions need.
  public let indexes = """
    create index campaign_target_next on campaign_target
      (campaign, coalesce(booked_at, promise), cardinality(moves), no) where is_open and is_there;
    create index campaign_target_by_campaign on campaign_target (campaign, no);
    create index campaign_target_by_party on campaign_target (party, campaign) where party is not null;
    create index campaign_target_by_holder on campaign_target (reserved_by) where reserved_by is not null;
    """

  /// The targets.
  public init() {}

  /// Adds the targets of the page, all at once, then takes in what else happened to targets, in its order.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var opened: [(no: Int64, opened: OrderOpened)] = []
    var others: [(no: Int64, event: OrderEvent, at: Date)] = []
    for entry in page.entries {
      guard case .order(let event) = entry.event, let no = entry.recorded.stream.orderNumber else { continue }
      if case .opened(let opening) = event {
        if opening.campaign != nil { opened.append((Int64(no.value), opening)) }
      } else if event.concernsTargets {
        others.append((Int64(no.value), event, entry.recorded.occurredAt))
      }
    }
    if !opened.isEmpty { try insert(opened, on: connection) }
    guard !others.isEmpty else { return }
    let numbers = Array(Set(others.map(\.no)))
    let known = Set(
      try connection.query("select no from campaign_target where no = any(\(numbers))").map {
        try $0.decode(Int64.self)
      }
    )
    for other in others where known.contains(other.no) {
      try take(other.event, of: other.no, at: other.at, on: connection)
    }
  }

  private func insert(
    _ targets: [(no: Int64, opened: OrderOpened)], on connection: isolated Connection
  ) throws {
    try connection.execute(
      """
      insert into campaign_target (no, campaign, party, promise, is_open, is_there, moves)
        select u.no, u.campaign, u.party, u.promise, u.is_open, true, '{}'
        from unnest(\(targets.map(\.no))::bigint[], \(targets.map(\.opened.campaign))::text[],
          \(targets.map(\.opened.party?.uuid))::uuid[], \(targets.map(\.opened.promise))::timestamptz[],
          \(targets.map { $0.opened.kind == .open })::boolean[]) as u (no, campaign, party, promise, is_open)
      """)
  }

  private func take(
    _ event: OrderEvent, of no: Int64, at instant: Date, on connection: isolated Connection
  ) throws {
    switch event {
    case .moved(let moved):
      let isOpen = moved.kind == .open
      if let undone = moved.undoes {
        // The target is as if nobody had called: the time of the call before is not known any more, and does no harm.
        try connection.execute(
          """
          update campaign_target set is_open = \(isOpen), reserved_by = null, reserved_until = null, last_action = null,
              last_at = null, booked_at = null,
              moves = case when moves[cardinality(moves)] = \(undone.rawValue) then moves[1:cardinality(moves) - 1]
                else moves end
            where no = \(no)
          """)
      } else {
        try connection.execute(
          """
          update campaign_target set is_open = \(isOpen), reserved_by = null, reserved_until = null, booked_at = null,
              last_action = \(moved.action.rawValue), last_at = \(instant),
              moves = moves || \([moved.action.rawValue])::text[]
            where no = \(no)
          """)
      }
    case .assigned(let assigned):
      try connection.execute(
        """
        update campaign_target set unit = \(assigned.main.rawValue), staff = \(assigned.staff) where no = \(no)
        """)
    case .unassigned:
      try connection.execute("update campaign_target set unit = null, staff = null where no = \(no)")
    case .reminderSet(let reminder):
      try connection.execute("update campaign_target set booked_at = \(reminder.at) where no = \(no)")
    case .reserved(let reserved):
      try connection.execute(
        """
        update campaign_target set reserved_by = \(reserved.by), reserved_until = \(reserved.until) where no = \(no)
        """)
    case .released:
      try connection.execute(
        "update campaign_target set reserved_by = null, reserved_until = null where no = \(no)")
    case .withdrawn: try connection.execute("update campaign_target set is_there = false where no = \(no)")
    case .reinstated: try connection.execute("update campaign_target set is_there = true where no = \(no)")
    case .processChanged(let change):
      try connection.execute("update campaign_target set is_open = \(change.kind == .open) where no = \(no)")
    default: break
    }
  }
}

extension OrderEvent {
  /// Whether the row of a target changes with it.
  fileprivate var concernsTargets: Bool {
    switch self {
    case .moved, .assigned, .unassigned, .reminderSet, .reserved, .released, .withdrawn, .reinstated, .processChanged:
      true
    case .opened, .noted, .ruleFired, .forgotten, .assistAsked, .assistEnded, .edited, .linked, .unlinked,
      .extensionAsked, .dueExtended, .extensionRefused, .lineAdded, .lineVoided, .repeatReported, .fileAttached,
      .fileRemoved:
      false
    }
  }
}
