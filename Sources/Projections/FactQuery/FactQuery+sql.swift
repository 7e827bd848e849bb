import Domain
import FoundationEssentials
import Postgres

// The statement has a row for each thing that is looked at: `o` is the order as it stood, or a step with its order, or a party;
// `x` an answer, `p` the party of an order, `k` the values of the dimensions.
extension FactQuery {
  /// Where the rows come from.
  var look: SQL {
    let orders: SQL = "(\(OrderFacts.stood(at: end, scope, since: since))) as o"
    switch source {
    case .orders: return orders
    case .steps:
      // Of an instant nothing has happened.
      guard let period else { return "\(orders) cross join (select where false) as x" }
      return "(\(OrderSteps.happened(period, scope, only: stepsAsked))) as o"
    case .answers:
      return """
        \(orders) cross join lateral (
          select distinct on (a.field) a.field, a.value from order_answer a where a.no = o.no and a.at <= \(end)
            order by a.field, a.at desc, a.position desc) as x
        """
    case .parties: return "(\(PartyFacts.book(at: end))) as o"
    case .imports: return "(\(Batches.imported(period, asOf: end, scope))) as o"
    case .calls: return "(\(CallFacts.asked(period))) as o"
    }
  }

  /// The portions that are asked about, where not all is.
  var asked: SQL {
    guard let portions else { return "" }
    return source == .parties
      ? " join \(portions.partyRows) on g.party = o.party" : " join \(portions.orderRows) on g.no = o.no"
  }

  /// The parties of the orders, where something asks for them.
  var parties: SQL {
    source.isOfOrders && asksForParties ? " left join (\(PartyFacts.ofOrders)) as p on p.party = o.party" : ""
  }

  /// The steps that all figures are about; `nil` where one is about any.
  private var stepsAsked: [String]? {
    var asked: Set<String> = []
    for figure in figures {
      let named = figure.conditions.compactMap { condition -> [String]? in
        if case .isOne(.step, let values) = condition { values.compactMap(\.self) } else { nil }
      }
      guard let first = named.first else { return nil }
      asked.formUnion(first)
    }
    return asked.sorted()
  }

  /// The values of the dimensions, by name, so that the server sees that what is shown is what is grouped by.
  var keys: SQL {
    guard !dimensions.isEmpty else { return "" }
    let columns = dimensions.enumerated().map { "(\(sql($1)))::text as \(identifier: "k\($0)")" as SQL }
    return " cross join lateral (select \(columns.joined(separator: ", "))) as k"
  }

  private func sql(_ dimension: Dimension) -> SQL {
    switch dimension {
    case .field(let field): sql(field)
    case .bucket(let value, let borders): "width_bucket(\(sql(value)), \(borders)::double precision[])"
    case .time(let clock, let bounds): "width_bucket(\(sql(clock)), \(bounds)::timestamptz[]) - 1"
    }
  }

  private func sql(_ clock: FactClock) -> SQL {
    switch clock {
    case .opened: source == .parties ? "o.registered_at" : "o.opened_at"
    case .finished: "o.finished_at"
    case .happened: "o.at"
    }
  }

  private func sql(_ field: FactField) -> SQL {
    switch field {
    case .process: "o.process"
    case .state: "o.state"
    case .kind: "o.kind"
    case .stage: "o.stage"
    case .category: "o.category"
    case .unit: "o.unit"
    case .person: "o.staff"
    case .recorder: "o.operator"
    case .intake: "o.intake"
    case .channel: "o.channel"
    case .area: "o.area"
    case .campaign: "o.campaign"
    case .priority: "(\(OrderPriority.allCases.map(\.rawValue))::text[])[o.priority + 1]"
    case .relation: "o.relation"
    case .partyClass: source == .parties ? "o.class" : PartyFacts.classOfOrder
    case .partyKind: source == .parties ? "o.party_kind" : "p.party_kind"
    case .region: source == .parties ? "o.region" : "p.region"
    case .verdict where source == .steps:
      "case when o.due_at is null then 'without-due' when o.at <= o.due_at then 'on-time' else 'late' end"
    case .verdict:
      """
      case when o.kind = 'open' then null when o.due_at is null then 'without-due'
        when o.finished_at <= o.due_at then 'on-time' else 'late' end
      """
    case .form(let name):
      """
      (select a.value from order_answer a where a.no = o.no and a.field = \(name) and a.at <= \(end)
        order by a.at desc, a.position desc limit 1)
      """
    case .step: "o.step"
    case .actor: "o.actor"
    case .detail: "o.detail"
    case .item: "o.item"
    case .field: "x.field"
    case .answer: "x.value"
    case .outcome: "o.outcome"
    case .reason: "o.reason"
    case .target: "o.target"
    case .imported: "case when o.is_undone then 'undone' else 'stands' end"
    case .batch: "o.batch"
    case .file: "o.file"
    case .queue: "o.queue"
    case .ended: "o.ended"
    }
  }

  private func sql(_ value: FactValue) -> SQL {
    // A step is what it is of itself: how old the order was then, how late.
    let until: SQL = source == .steps ? "o.at" : "coalesce(o.finished_at, \(end))"
    switch value {
    case .age: return "extract(epoch from \(until) - o.opened_at)::double precision"
    case .lateness:
      return """
        (case when o.due_at is not null then greatest(0, extract(epoch from \(until) - o.due_at)) end)::double precision
        """
    case .wait: return "o.wait"
    case .talk: return "o.talk"
    case .hold: return "o.hold"
    case .wrap: return "o.wrap"
    case .ringing: return "o.ringing"
    case .quantity: return "(o.amount / 1000.0)::double precision"
    case .cost: return "(o.amount * o.price / 100000.0)::double precision"
    case .form(let name):
      // Numbers are stored as text of one form; what a field held before it became a number counts as none.
      return """
        (select case when v.value ~ '^-?[0-9]+([.][0-9]+)?$' then v.value::double precision end
          from (select \(sql(FactField.form(name))) as value) as v)
        """
    }
  }

  func sql(_ figure: FactFigure) -> SQL {
    let filter: SQL =
      figure.conditions.isEmpty ? "" : " filter (where \(conditions(figure.conditions)))"
    return switch figure.aggregate {
    case .count: "(count(*)\(filter))::double precision"
    case .sum(let value): "coalesce(sum(\(sql(value)))\(filter), 0)::double precision"
    case .least(let value): "(min(\(sql(value)))\(filter))::double precision"
    case .most(let value): "(max(\(sql(value)))\(filter))::double precision"
    }
  }

  /// All of them; what has no value fails, as it does in SQL.
  func conditions(_ conditions: [FactCondition]) -> SQL {
    var all: [SQL] = conditions.map { "(\(condition($0)))" }
    if source == .answers { all.append("x.value is not null") }
    return all.isEmpty ? "true" : all.joined(separator: " and ")
  }

  private func condition(_ condition: FactCondition) -> SQL {
    switch condition {
    case .isOne(let field, let values):
      let known = values.compactMap(\.self)
      let column = sql(field)
      guard known.count < values.count else { return "\(column) = any(\(known)::text[])" }
      return known.isEmpty ? "\(column) is null" : "\(column) is null or \(column) = any(\(known)::text[])"
    case .opened(let when): return sql(when, "o.opened_at")
    case .registered(let when): return sql(when, "o.registered_at")
    case .finished(let when): return "o.kind <> 'open' and \(sql(when, "o.finished_at"))"
    case .isFinished(let isFinished): return isFinished ? "o.kind <> 'open'" : "o.kind = 'open'"
    case .overdue(let isOverdue):
      let overdue: SQL = "o.kind = 'open' and o.due_at is not null and o.due_at < \(end)"
      return isOverdue ? overdue : "not (\(overdue))"
    case .lateBy(let over, let upTo):
      var late: SQL = "o.kind = 'open' and o.due_at < \(over.map { end.addingTimeInterval(-$0) } ?? end)"
      if let upTo { late += " and o.due_at >= \(end.addingTimeInterval(-upTo))" }
      return late
    case .once:
      return """
        not exists (select from order_step e where e.no = o.no and e.step = o.step
          and e.detail is not distinct from o.detail and e.item is not distinct from o.item
          and (e.at, e.position) < (o.at, o.position) and (e.undone_at is null or e.undone_at > \(end)))
        """
    case .waited(let over, let upTo):
      let bounds = [over.map { "o.wait > \($0)" as SQL }, upTo.map { "o.wait <= \($0)" as SQL }].compactMap(\.self)
      return bounds.isEmpty ? "true" : bounds.joined(separator: " and ")
    case .followedBy(let relation):
      return """
        exists (select from order_card c join order_span s on s.no = c.no
          where c.parent = o.no and c.relation = \(relation) and s.kind in ('done', 'closed')
            and s.from_at <= \(end) and (s.until_at is null or s.until_at > \(end)))
        """
    case .except(let others):
      // What has no value is not what was named.
      return "not coalesce(\(others.map { "(\(self.condition($0)))" as SQL }.joined(separator: " and ")), false)"
    case .had(let steps, let ever):
      guard let from = ever ? Date?.some(Date(timeIntervalSince1970: -1e11)) : period?.from else { return "false" }
      return """
        exists (select from order_step h
          where h.no = o.no and h.step = any(\(steps)::text[]) and h.at >= \(from) and h.at <= \(end)
            and (h.undone_at is null or h.undone_at > \(end)))
        """
    }
  }

  private func sql(_ when: FactCondition.When, _ column: SQL) -> SQL {
    switch when {
    case .inPeriod: period.map { "\(column) >= \($0.from)" } ?? "false"
    case .before: period.map { "\(column) < \($0.from)" } ?? "true"
    }
  }
}
