-- What an append pays for once it is one of thousands a second.

-- The appender takes these numbers from the very rows, under the head's lock, and nothing can remove those; a check for
-- each row would cost as much as the row. `hotline log verify` looks for numbers that lead nowhere.
alter table events drop constraint events_stream_no_fkey, drop constraint events_type_no_fkey;
alter table personal drop constraint personal_position_fkey;

-- Room on the page for the next version of a row that is updated with each append.
alter table head set (fillfactor = 10);
alter table streams set (fillfactor = 90);

-- Rows are only added: vacuum after a fixed number of them, not after a share of a table that grows for ever.
alter table events set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 200000);
