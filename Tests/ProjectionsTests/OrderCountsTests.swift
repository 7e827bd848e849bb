import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct OrderCountsTests {
  /// Every span comes into a cell on the office's day on which it begins and leaves it on that on which it ends.
  @Test(arguments: UInt64(70)..<73) func theCountsAreThoseOfTheSpans(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(120, &random)
    try await log.runner(pageSize: 9).catchUp([OrderCounts()])
    try await log.happen(120, &random)
    try await log.runner(pageSize: 17).catchUp([OrderCounts(), OrderBoard()])
    let (differences, cells) = try await log.connection.run { c in
      let differences = try c.query(
        """
        -- One after the other, what differs in nothing that is counted is one stay.
        with stay as (
          select s.*, lag(row(s.unit, s.category, s.state, s.kind)) over w is distinct from row(s.unit, s.category, s.state, s.kind) as begins,
              lead(row(s.unit, s.category, s.state, s.kind)) over w is distinct from row(s.unit, s.category, s.state, s.kind) as ends
            from order_span s window w as (partition by s.no order by s.from_at)),
        flow as (
          select (s.from_at at time zone 'Asia/Shanghai')::date as day, c.process, coalesce(s.unit, '') as unit,
              coalesce(s.category, '') as category, s.state, s.kind, 1 as entered, 0 as went
            from stay s join order_card c using (no) where s.begins
          union all
          select (s.until_at at time zone 'Asia/Shanghai')::date, c.process, coalesce(s.unit, ''),
              coalesce(s.category, ''), s.state, s.kind, 0, 1
            from stay s join order_card c using (no) where s.ends and s.until_at is not null),
        counted as (
          select day, process, unit, category, state, kind, sum(entered) as entered, sum(went) as went
            from flow group by 1, 2, 3, 4, 5, 6)
        (table counted except select * from order_count) union all (select * from order_count except table counted)
        """
      ).count
      return (differences, try c.query("select count(*) from order_count").only().decode(Int64.self))
    }
    #expect(differences == 0, "seed \(seed)")
    #expect(cells > 100)
  }

  @Test(arguments: UInt64(74)..<76) func whatStandsInAStateIsWhatCameLessWhatWent(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(200, &random)
    try await log.runner().catchUp([OrderCounts()])
    // To the end of the 30th of March in Shanghai.
    let board = log.board(asOf: OfficeLog.hour(30 * 24 - 0.000_001))
    let expected = Dictionary(grouping: board, by: \.state.rawValue).mapValues { Int64($0.count) }
    let counted = try await log.connection.run { c in
      try c.query(
        """
        select state, sum(entered - went)::bigint from order_count where day <= date '2015-03-30' group by state
          having sum(entered - went) <> 0
        """
      ).map { row in try row.decode(String.self, Int64.self) }
    }
    #expect(Dictionary(uniqueKeysWithValues: counted) == expected, "seed \(seed)")
  }
}
