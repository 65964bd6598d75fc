"""Every trap that servers for Collect fall into has tests that say by name that ours does not.

`tests/system/test_collect_traps.py` switches each trap on, and the double notices; the tests named
here look at our server alone. Where nothing but a whole day tells, it is a day of that file.
"""

import re

from tests.rules.sources import python_files, text_of

TESTS_OF_TRAPS = {
    1: "test_the_list_names_the_form_with_the_hash_of_the_bytes_under_its_address",
    2: "test_a_manifest_lists_files_with_hashes_of_the_bytes_served",
    3: "test_a_submission_is_stored_byte_for_byte_and_answered_201",
    4: "test_the_address_says_204_and_how_much_one_post_may_hold",
    5: "test_http_is_answered_308_so_that_a_post_stays_one",
    6: "test_the_list_names_the_form_with_the_hash_of_the_bytes_under_its_address",
    7: "test_whatever_the_office_does_between_two_requests_of_a_sync_no_versions_are_mixed",
    8: "test_the_list_of_a_project_that_is_gone_is_an_error_and_never_empty",
    9: "test_the_list_names_the_form_with_the_hash_of_the_bytes_under_its_address",
    10: "test_files_come_with_several_posts_and_the_newest_wins",
    11: "test_other_content_under_a_known_id_is_409_and_kept_aside",
    12: "test_the_same_content_in_other_bytes_is_the_same_submission",
    13: "test_an_old_published_version_is_taken",
    14: "test_the_instance_id_is_found_in_every_namespace_and_beside_meta",
    15: "test_the_second_post_of_an_edit_adds_its_files",
    16: "test_file_names_are_only_data",
    17: "test_a_body_cut_anywhere_is_400_and_sent_again_it_is_stored",
    18: "test_a_body_over_the_limit_is_413_as_openrosa_xml_before_it_is_sent",
    19: "test_laughs_and_outside_entities_are_refused_at_once",
    20: "test_integrity_of_fifteen_hundred_ids_is_answered",
    21: "test_a_token_in_the_address_is_403_and_never_asked_for_a_password",
    22: "test_what_a_phone_may_not_have_is_403_and_what_is_not_there_404",
    23: "test_a_phone_whose_clock_is_wrong_by_years_syncs_and_sends",
    24: "test_a_second_sync_without_changes_costs_nothing_but_304s",
    25: "test_the_hash_is_the_same_in_all_forms_of_a_phone_and_differs_between_areas",
    26: "test_what_is_wrong_is_kept_and_never_fails_the_submission",
    27: "test_a_day_with_our_server_goes_well",
    28: "test_a_file_of_200_megabytes_is_streamed_to_disk_in_flat_memory",
    29: "test_a_missing_xml_part_is_named_in_the_words_that_clients_know",
    30: "test_a_form_that_sends_answers_elsewhere_is_refused",
    31: "test_trap_31_what_waits_under_a_rotated_token_is_still_sent",
    32: "test_trap_32_a_certificate_that_nobody_signed_is_refused",
    33: "test_a_hint_that_more_will_come_is_noted_whenever_it_comes",
    34: "test_a_report_tells_what_came_and_what_was_fetched",
    35: "test_a_manifest_names_a_file_that_is_gone_so_that_no_form_is_installed_without_it",
}
"""Number in the specification -> a test of our server."""


def test_all_thirty_five_traps_have_a_test_that_exists() -> None:
    there = {
        name
        for path in python_files("tests")
        for name in re.findall(r"^def (test_\w+)", text_of(path), re.MULTILINE)
    }

    assert set(TESTS_OF_TRAPS) == set(range(1, 36))
    assert set(TESTS_OF_TRAPS.values()) - there == set()
